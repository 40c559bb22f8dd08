-- Takes a leading `Bearer` off the Authorization header, so that what is left
-- is the key that 3scale looks up. It has to come before the APIcast policy.
--
-- | Authorization     | becomes | because                                  |
-- |-------------------|---------|------------------------------------------|
-- | Bearer KEY        | KEY     | any case of the scheme, spaces and tabs  |
-- | KEY               | as is   | there is no scheme                       |
-- | Basic ...         | as is   | another scheme                           |
-- | KEY Bearer KEY    | as is   | the scheme does not lead                 |
-- | Bearer ONE TWO    | as is   | that is no key: APIcast refuses it       |
--
-- Only visible ASCII is ever written back: no header can be smuggled in.

local policy = require('apicast.policy')

local _M = policy.new('Remove Bearer from Authorization', '0.1')

local KEY_AFTER_SCHEME = '^[Bb][Ee][Aa][Rr][Ee][Rr][ \t]+([!-~]+)[ \t]*$'

function _M:rewrite()
  local authorization = ngx.var.http_authorization
  local key = authorization and authorization:match(KEY_AFTER_SCHEME)
  if key then
    ngx.req.set_header('Authorization', key)
  end
end

return _M
