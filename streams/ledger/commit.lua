-- One commit of one partition: all or nothing.
-- KEYS: position, sites, hashes (the index of all hash names), then every hash that changes, in the order of `changes`.
-- ARGV: 1 epoch, 2 expected next ('' none), 3 new next, 4 commit id, 5 log identity, 6 life in s, 7 slack in s,
--       8 life of days in s, 9 '1' to renew the life of every key, 10 PUBLISH or SPUBLISH, 11 wake message ('' none),
--       12 msgpack {changes, sites}; a change is {field, value, field, value ...} and optionally a list of fields to delete.
-- Answers {1} applied, {2} done before by this very commit, {0, epoch, next} fenced.
local at = redis.call('HMGET', KEYS[1], 'epoch', 'next', 'commit')
if at[1] ~= ARGV[1] then return {0, at[1] or '', at[2] or ''} end
if at[3] == ARGV[4] then return {2} end
if (at[2] or '') ~= ARGV[2] then return {0, at[1], at[2] or ''} end

local life = tonumber(ARGV[6])
local state_life = life + tonumber(ARGV[7])
local days_life = tonumber(ARGV[8])
local prefix = string.sub(KEYS[1], 1, -1 - string.len('position'))
local chunk = 4000 -- unpack() stops near 8,000 values; an even number keeps fields and values together

local function life_of(name)
  if string.sub(name, 1, 5) == 'days:' then return days_life end
  return state_life
end

local work = cmsgpack.unpack(ARGV[12])
for i, change in ipairs(work[1]) do
  local key, put, drop = KEYS[i + 3], change[1], change[2]
  local added = 0
  for first = 1, #put, chunk do
    added = added + redis.call('HSET', key, unpack(put, first, math.min(first + chunk - 1, #put)))
  end
  if #put > 0 and added * 2 == #put then -- nothing was there before: the key may be new
    local name = string.sub(key, string.len(prefix) + 1)
    redis.call('SADD', KEYS[3], name)
    redis.call('EXPIRE', key, life_of(name))
  end
  if drop then
    for first = 1, #drop, chunk do
      redis.call('HDEL', key, unpack(drop, first, math.min(first + chunk - 1, #drop)))
    end
  end
end
local sites = work[2]
for first = 1, #sites, chunk do
  redis.call('SADD', KEYS[2], unpack(sites, first, math.min(first + chunk - 1, #sites)))
end
redis.call('HSET', KEYS[1], 'next', ARGV[3], 'commit', ARGV[4], 'log', ARGV[5])
redis.call('EXPIRE', KEYS[1], life)
redis.call('EXPIRE', KEYS[2], state_life)
redis.call('EXPIRE', KEYS[3], state_life)
if ARGV[9] == '1' then
  for _, name in ipairs(redis.call('SMEMBERS', KEYS[3])) do
    if redis.call('EXPIRE', prefix .. name, life_of(name)) == 0 then redis.call('SREM', KEYS[3], name) end
  end
end
if ARGV[11] ~= '' then redis.call(ARGV[10], prefix .. 'wake', ARGV[11]) end
return {1}
