-- Forgets records older than an age. KEYS: the stream. ARGV: 1 age in ms. Answers how many went.
local now = redis.call('TIME')
local cutoff = tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000) - tonumber(ARGV[1])

local function offset_of(entry) return tonumber(string.match(entry[1], '^%d+')) end
local function old(entry)
  local fields = entry[2]
  for i = 1, #fields, 2 do
    if fields[i] == 't' then return tonumber(fields[i + 1]) < cutoff end
  end
  return false
end

local first = redis.call('XRANGE', KEYS[1], '-', '+', 'COUNT', 1)[1]
if not first or not old(first) then return 0 end
local last = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
-- Offsets have no holes and times do not fall: halve the distance until the first young record is found.
local low, high = offset_of(first), offset_of(last) + 1
while low < high do
  local middle = math.floor((low + high) / 2)
  local entry = redis.call('XRANGE', KEYS[1], string.format('%.0f-0', middle), '+', 'COUNT', 1)[1]
  if entry and old(entry) then low = middle + 1 else high = middle end
end
return redis.call('XTRIM', KEYS[1], 'MINID', string.format('%.0f-0', low))
