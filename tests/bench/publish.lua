-- For wrk: publishes generated notes from number $FIRST on, each once, since to publish what is public already is refused.
-- $READS is a file or empty; with one, only every hundredth request; the others ask for the addresses in it, one after the other.
local note, requests, every = tonumber(os.getenv("FIRST")) - 1, {}, 1
local headers = { ["Authorization"] = "Bearer " .. os.getenv("TOKEN"), ["Content-Type"] = "application/vnd.api+json" }
local body = '{"data":{"type":"bundle","attributes":{"kind":"publish","items":[{"entry":"0192e000-0000-7000-8000-%012x",' ..
  '"locale":"nl","revision":3}]}}}'
function init() -- only here is the Host known
  local reads = os.getenv("READS")
  if reads == "" then return end
  every = 100
  for path in io.lines(reads) do requests[#requests + 1] = wrk.format("GET", path) end
end
local at = 0
function request()
  at = at + 1
  if at % every ~= 0 then return requests[at % #requests + 1] end
  note = note + 1
  return wrk.format("POST", "/edit/v1/bundles", headers, string.format(body, note))
end
