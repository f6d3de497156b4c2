-- Each request asks with a query that nobody has sent before, so that no kept page fits.
local n = os.time() * 100000

function request()
  n = n + 1
  return wrk.format(nil, string.format("%s?miss=%.0f", wrk.path, n))
end
