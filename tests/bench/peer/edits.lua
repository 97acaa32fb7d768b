-- Edits for wrk, on connections of which each has a thread and an item of its own; prints edits a second and p99 ms.
-- usage: wrk -t 8 -c 8 -d 10 -s edits.lua URL -- SERVER TOKEN TARGETS TEXT
-- SERVER is tandem, tandem-save (no publication), directus or strapi; TARGETS has a line "id [etag]" for each thread,
-- TEXT the new text of the field body as a JSON string. Every edit adds a number to it, so that each changes something.
local ffi = require("ffi")
ffi.cdef [[
  typedef struct { long seconds, nanoseconds; } moment;
  int clock_gettime(int, moment*);
]]
local now_buffer = ffi.new("moment")
local function now_ms()
  ffi.C.clock_gettime(1, now_buffer) -- 1: the monotonic clock
  return tonumber(now_buffer.seconds) * 1e3 + tonumber(now_buffer.nanoseconds) / 1e6
end

local threads = {}
function setup(thread)
  table.insert(threads, thread)
  thread:set("number", #threads)
end

-- What a thread knows; global, because done() reads it from outside.
took, failure = {}, nil
local steps, step, id, etag, text, began

local function with(body) return '{"data": ' .. body .. "}" end
local kinds = {
  save = function(body)
    wrk.headers["If-Match"] = etag
    return wrk.format("PATCH", "/edit/v1/entries/" .. id .. "/nl", nil,
      with('{"type": "revision", "attributes": {"fields": ' .. body .. "}}"))
  end,
  publish = function()
    wrk.headers["If-Match"] = nil
    return wrk.format("POST", "/edit/v1/bundles", nil, with(
      '{"type": "bundle", "attributes": {"kind": "publish", "items": [{"entry": "' .. id .. '", "locale": "nl"}]}}'))
  end,
  directus = function(body) return wrk.format("PATCH", "/items/page/" .. id, nil, body) end,
  strapi = function(body) return wrk.format("PUT", "/api/pages/" .. id, nil, with(body)) end,
}

function init(arguments)
  local server, token, targets, text_file = unpack(arguments)
  steps = ({ tandem = { "save", "publish" }, ["tandem-save"] = { "save" } })[server] or { server }
  wrk.headers["Authorization"] = "Bearer " .. token
  wrk.headers["Content-Type"] = steps[1] == "save" and "application/vnd.api+json" or "application/json"
  for line in io.lines(targets) do
    number = number - 1
    if number == 0 then id, etag = line:match("(%S+) ?(.*)") end
  end
  text = io.open(text_file):read("*a"):match('^%s*(".*)"%s*$')
  step = 1
end

-- wrk calls this once more than it sends, to try it: it may change nothing that an answer has not confirmed.
function request()
  if step == 1 then began = now_ms() end
  return kinds[steps[step]](string.format('{"body": %s %d"}', text, #took + 1))
end

function response(status, headers, body)
  if status >= 400 then failure = failure or status .. " " .. body end
  etag = headers["ETag"] or etag
  step = step + 1
  if step > #steps then
    step = 1
    table.insert(took, now_ms() - began)
  end
end

function done(summary)
  local all = {}
  for _, thread in ipairs(threads) do
    if thread:get("failure") then io.write("failed: ", thread:get("failure"), "\n") end
    for _, one in ipairs(thread:get("took")) do table.insert(all, one) end
  end
  table.sort(all)
  io.write(string.format("edits: %.0f %.3f\n", #all / (summary.duration / 1e6), all[math.ceil(#all * 0.99)] or 0))
end
