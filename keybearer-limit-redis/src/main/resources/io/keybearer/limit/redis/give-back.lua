-- Gives back what was taken, never beyond full.
--
-- KEYS: the limits of one counter.
-- ARGV: for each key limit, window in seconds, and what is given back, in microseconds and 1/limit
-- of them.

local values = redis.call('MGET', unpack(KEYS))
for i = 1, #KEYS do
  if values[i] then
    local at = 4 * i - 4
    local state = seen(values[i], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]))
    local part = state.part - tonumber(ARGV[at + 4])
    local borrow = part < 0 and 1 or 0
    state.whole = state.whole - tonumber(ARGV[at + 3]) - borrow
    state.part = part + borrow * state.limit
    if state.whole < now then
      state.whole, state.part = now, 0
    end
    keep(KEYS[i], state)
  end
end
return {}
