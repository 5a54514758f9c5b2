-- Deletes state and figures of one partition, keeps the epoch and the totals of closed days.
-- KEYS: position, sites, hashes. ARGV: 1 epoch. Answers {1, site, site ...} or {0, epoch} fenced.
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if epoch ~= ARGV[1] then return {0, epoch or ''} end
local prefix = string.sub(KEYS[1], 1, -1 - string.len('position'))
for _, name in ipairs(redis.call('SMEMBERS', KEYS[3])) do
  if string.sub(name, 1, 5) ~= 'days:' then
    redis.call('UNLINK', prefix .. name)
    redis.call('SREM', KEYS[3], name)
  end
end
local answer = redis.call('SMEMBERS', KEYS[2])
table.insert(answer, 1, 1)
redis.call('DEL', KEYS[2])
redis.call('HDEL', KEYS[1], 'next', 'commit', 'log')
return answer
