-- Takes or renews the right to read. KEYS: lease, facts of the log. ARGV: 1 member, 2 life in ms, 3 a new identity,
-- 4 number of partitions. Answers {0 held by another | 1 renewed | 2 taken anew, identity}.
local holder = redis.call('GET', KEYS[1])
if redis.call('HSETNX', KEYS[2], 'identity', ARGV[3]) == 1 then
  redis.call('HSET', KEYS[2], 'partitions', ARGV[4])
end
local identity = redis.call('HGET', KEYS[2], 'identity')
if holder and holder ~= ARGV[1] then return {0, identity} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return {holder and 1 or 2, identity}
