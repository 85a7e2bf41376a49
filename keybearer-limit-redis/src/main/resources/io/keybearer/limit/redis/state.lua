-- What the scripts of Keybearer's limits have in common; it comes before each of them.
--
-- A limit is one key. It holds "whole part limit window": the instant when the limit will be full
-- again, in whole microseconds by the clock of this server and a part counted in 1/limit of a
-- microsecond, and the rate that both are meant in, the window in seconds. No key: full.
--
-- Numbers here are doubles, exact for integers below 2^53 = 9.007e15. Instants are below 3e15,
-- limits and windows at most 1e9, and no product below leaves that range unless it says so.

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

local function div(a, b)
  return (a - a % b) / b
end

-- debt * to / from, rounded up, for a debt within a window of `from` seconds. Exact: the factor is
-- split in two, so that no product passes 1e9 * 2^15 * 2.
local function scaled(debt, from, to)
  local rest = debt % from
  local high = rest * div(to, 32768)
  local low = high % from * 32768 + rest * (to % 32768)
  local up = low % from > 0 and 1 or 0
  return div(debt, from) * to + div(high, from) * 32768 + div(low, from) + up
end

-- A limit as it stands now, under the rate of today. It is never further than a window ahead:
-- whatever this server's clock has done, nobody waits longer than one window.
local function seen(value, limit, window)
  local state = {
    limit = limit, window = window, bound = now + window * 1000000,
    whole = now, part = 0, moved = false
  }
  local whole, part, per, seconds = string.match(value or '', '^(%d+) (%d+) ([1-9]%d*) ([1-9]%d*)$')
  whole, part, per, seconds = tonumber(whole), tonumber(part), tonumber(per), tonumber(seconds)
  if not seconds or whole < now then
    return state
  end
  if per ~= limit or seconds ~= window then
    local debt = whole - now + (part > 0 and 1 or 0)
    whole, part = now + scaled(math.min(debt, seconds * 1000000), seconds, window), 0
    state.moved = true
  end
  if whole > state.bound or (whole == state.bound and part > 0) then
    whole, part = state.bound, 0
    state.moved = true
  end
  state.whole, state.part = whole, part
  return state
end

local function keep(key, state)
  if state.whole <= now and state.part == 0 then
    redis.call('DEL', key)
  else
    local value = string.format(
      '%.0f %.0f %.0f %.0f', state.whole, state.part, state.limit, state.window)
    redis.call('SET', key, value, 'PX', string.format('%.0f', div(state.whole - now, 1000) + 2))
  end
end
