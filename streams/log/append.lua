-- Appends records to one partition. KEYS: the stream. ARGV: 1 most records kept, then key, value, key, value ...
-- Ids are <offset>-0, counted up from 1 without holes, so that a gap tells a reader what was trimmed.
-- Answers the last offset.
local last = 0
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for i = 1, #info, 2 do
    if info[i] == 'last-generated-id' then last = tonumber(string.match(info[i + 1], '^%d+')) end
  end
end
local now = redis.call('TIME')
local now_ms = string.format('%.0f', tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000))
for i = 2, #ARGV, 2 do
  last = last + 1
  redis.call('XADD', KEYS[1], 'MAXLEN', '~', ARGV[1], string.format('%.0f-0', last),
             'k', ARGV[i], 'v', ARGV[i + 1], 't', now_ms)
end
return last
