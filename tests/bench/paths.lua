-- For wrk: asks for the addresses in the file $PATHS, one after the other, again from the first after the last.
local requests, at = {}, 0
function init() -- only here is the Host known
  for path in io.lines(os.getenv("PATHS")) do requests[#requests + 1] = wrk.format("GET", path) end
end
function request()
  at = at % #requests + 1
  return requests[at]
end
