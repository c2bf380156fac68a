/** About how many entries the log keeps. A process that is further behind loads all again. */
const LOG_ENTRIES = 10_000

/** The version of the layout below. A script refuses data of a later one. */
const FORMAT = 1

/**
 * Reads fields, or writes changes and reads fields, with the position of the log. One script for both, so that a read
 * sees all of a write and its log entry, or nothing.
 *
 * KEYS: the state (a hash) and the log (a stream), which carry the same epoch.
 *
 * ARGV: what to do without an epoch ('start' or 'refuse'); an epoch for that case, and a floor; the id of a new entry; a
 * floor to keep, or ''; the age in milliseconds from which the last entry needs another one, or '' if this is a write;
 * changes as JSON, `[[field, version, milliseconds or 'forever'], …]`; and the fields to return as JSON, which include
 * those of the changes.
 *
 * Numbers are doubles in Lua. These are whole and below 2^53, so they are exact; `%.0f` writes them without an exponent.
 */
export const STATE_SCRIPT: string = `
local state, log = KEYS[1], KEYS[2]
local onEmpty, newEpoch, newFloor, id, floorGiven, beatAfter = unpack(ARGV, 1, 6)
local changes, fields = cjson.decode(ARGV[7]), cjson.decode(ARGV[8])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)

local function text(number) return string.format('%.0f', number) end
local function order(value) return value == 'forever' and math.huge or tonumber(value) end
local function later(one, other)
  if not one or one == '' then return other end
  if not other or other == '' then return one end
  return tonumber(one) < tonumber(other) and other or one
end

local last, entry = redis.call('XREVRANGE', log, '+', '-', 'COUNT', 1)[1], {}
for at = 1, last and #last[2] or 0, 2 do entry[last[2][at]] = last[2][at + 1] end
local epoch, floor, format = unpack(redis.call('HMGET', state, 'epoch', 'floor', 'format'))
if format and tonumber(format) > ${FORMAT} then return {'refused', 'format'} end

local isNew = not epoch or epoch ~= entry.epoch
if isNew then
  if onEmpty == 'refuse' then return {'refused', 'empty'} end
  epoch, floorGiven = newEpoch, later(newFloor, floorGiven)
end

local kept, changed = {}, {}
for at, value in ipairs(redis.call('HMGET', state, unpack(fields))) do kept[fields[at]] = value end
for _, change in ipairs(changes) do
  local field, version, value = change[1], change[2], change[3]
  local oldVersion, oldValue = string.match(kept[field] or '-1:0', '^(.-):(.*)$')
  local difference = version - tonumber(oldVersion)
  if difference > 0 or (difference == 0 and order(value) > order(oldValue)) then
    kept[field] = text(version) .. ':' .. (value == 'forever' and value or text(value))
    changed[field] = kept[field]
  end
end

local position = last and last[1]
if isNew or beatAfter == '' or math.abs(now - tonumber(entry.time)) >= tonumber(beatAfter) then
  position = redis.call('XADD', log, 'MAXLEN', '~', ${LOG_ENTRIES}, '*', 'epoch', epoch, 'id', id,
    'previous', entry.id or '', 'time', text(now), 'changes', ARGV[7], 'floor', floorGiven)
  entry.id = id
else
  -- Writes nothing. A replica refuses it, and so does a master that has lost its replicas.
  redis.call('HSETNX', state, 'epoch', epoch)
end

floor = later(floor, floorGiven)
local values = isNew and {'epoch', epoch, 'format', ${FORMAT}} or {}
if floorGiven ~= '' then values[#values + 1] = 'floor' values[#values + 1] = floor end
for field, value in pairs(changed) do
  values[#values + 1] = field
  values[#values + 1] = value
  if #values >= 2000 then redis.call('HSET', state, unpack(values)) values = {} end
end
if #values > 0 then redis.call('HSET', state, unpack(values)) end

local reply = {epoch, position, entry.id, floor or '', isNew and 1 or 0}
for at, field in ipairs(fields) do reply[at + 5] = kept[field] end
return reply
`

/**
 * Reads a part of the state, and where the log is then. KEYS: the state and the log. ARGV: the cursor, and about how many
 * fields.
 */
export const SCAN_SCRIPT: string = `
local page = redis.call('HSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
local last, id = redis.call('XREVRANGE', KEYS[2], '+', '-', 'COUNT', 1)[1], ''
for at = 1, last and #last[2] or 0, 2 do if last[2][at] == 'id' then id = last[2][at + 1] end end
return {redis.call('HMGET', KEYS[1], 'epoch')[1], page[1], page[2], last and last[1] or '', id}
`
