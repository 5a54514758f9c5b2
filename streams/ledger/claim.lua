-- A new owner of one partition. KEYS: position. ARGV: 1 life in s.
-- Answers {epoch, next or '', log identity or ''}.
local at = redis.call('HMGET', KEYS[1], 'epoch', 'next', 'log')
local epoch
if at[1] then
  epoch = string.format('%.0f', tonumber(at[1]) + 1)
else
  -- An emptied ledger must not hand out an epoch that an old owner still holds: begin with the time in ms.
  local now = redis.call('TIME')
  epoch = string.format('%.0f', tonumber(now[1]) * 1000 + math.floor(tonumber(now[2]) / 1000))
end
redis.call('HSET', KEYS[1], 'epoch', epoch)
redis.call('EXPIRE', KEYS[1], tonumber(ARGV[1]))
return {epoch, at[2] or '', at[3] or ''}
