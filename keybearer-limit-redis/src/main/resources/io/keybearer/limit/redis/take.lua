-- Takes what waits, and a lease beside it, from all limits or from none.
--
-- KEYS: the limits of one counter.
-- ARGV: how many wait, all of one cost; how many tokens to lease; how many microseconds the lease
-- lives; of how many equal shares of what is left the lease may be one. Then for each key: limit,
-- window in seconds, and what one cost is worth, in microseconds and 1/limit of them.
--
-- Answers: how many of those waiting got their cost, how many tokens are leased, and for each key
-- the microseconds and the part until it is full. Asked for nothing, it changes nothing.

local count, asked, life, shares =
  tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local values = redis.call('MGET', unpack(KEYS))

-- How many of `most` units fit behind whole and part. The guess is off by one at most. A product
-- that is too great to be exact is far too great to fit.
local function fitting(state, whole, part, unit, unitPart, most)
  local room = state.bound - whole
  local function fits(k)
    local parts = part + k * unitPart
    local needed = k * unit + div(parts, state.limit)
    return needed < room or (needed == room and parts % state.limit == 0)
  end
  local guess = math.floor((room - part / state.limit) / (unit + unitPart / state.limit))
  local k = math.max(0, math.min(most, guess))
  while k > 0 and not fits(k) do k = k - 1 end
  while k < most and fits(k + 1) do k = k + 1 end
  return k
end

local function charge(state, whole, part, unit, unitPart, k)
  local parts = part + k * unitPart
  state.whole = whole + k * unit + div(parts, state.limit)
  state.part = parts % state.limit
end

-- A lease is charged as if all of it were spent at its end.
local function atEnd(state)
  if state.whole < now + life then
    return now + life, 0
  end
  return state.whole, state.part
end

local states, granted = {}, count
for i = 1, #KEYS do
  local at = 4 * i
  local state = seen(values[i], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]))
  state.unit, state.unitPart = tonumber(ARGV[at + 3]), tonumber(ARGV[at + 4])
  state.token = div(state.window * 1000000, state.limit)
  state.tokenPart = state.window * 1000000 % state.limit
  states[i] = state
  granted = fitting(state, state.whole, state.part, state.unit, state.unitPart, granted)
end
for _, state in ipairs(states) do
  charge(state, state.whole, state.part, state.unit, state.unitPart, granted)
end

local leased = granted == count and asked * shares or 0
for _, state in ipairs(states) do
  local whole, part = atEnd(state)
  leased = fitting(state, whole, part, state.token, state.tokenPart, leased)
end
leased = div(leased, shares)

local answer = {granted, leased}
for i, state in ipairs(states) do
  if leased > 0 then
    local whole, part = atEnd(state)
    charge(state, whole, part, state.token, state.tokenPart, leased)
  end
  if granted + leased > 0 or (count > 0 and state.moved) then
    keep(KEYS[i], state)
  end
  answer[2 * i + 1] = state.whole - now
  answer[2 * i + 2] = state.part
end
return answer
