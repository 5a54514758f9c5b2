-- Gives the right to read back. KEYS: lease. ARGV: 1 member. Answers 1 when it was ours.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0
