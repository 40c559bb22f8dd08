import { join } from 'path';
import { z } from 'zod/v4';
import { DEPLOY } from '../../deploy/paths';
import type { LuaEngine } from './lua';

/** The policy's source. */
export const POLICY = join(DEPLOY, 'maas/3scale/remove-bearer/policy');

/** Any bytes as a literal of Lua. */
const literal = (text: string) =>
  `'${[...Buffer.from(text, 'latin1')]
    .map(byte => `\\${String(byte).padStart(3, '0')}`)
    .join('')}'`;

/** The module of APIcast that policies are made with. */
export const POLICY_MODULE = `
package.preload['apicast.policy'] = function()
  return { new = function(name, version)
    local policy = { _NAME = name, _VERSION = version }
    policy.new = function() return setmetatable({}, { __index = policy }) end
    return policy
  end }
end
`;

/**
 * As much of APIcast as the policy may use: whatever else it asks for is an
 * error, and every header that it sets is written down.
 */
const APICAST = `
local function strict(what, known)
  return setmetatable(known, { __index = function(_, name)
    error(what .. ' has no ' .. tostring(name)) end })
end
local set = {}
local header
ngx = strict('ngx', {
  var = setmetatable({}, {
    __index = function(_, name)
      assert(name == 'http_authorization', name)
      return header
    end,
    __newindex = function(_, name) error('ngx.var.' .. name .. ' is set') end,
  }),
  req = strict('ngx.req', { set_header = function(name, value)
    set[#set + 1] = { name, value } end }),
})
${POLICY_MODULE}local function hex(text)
  return (text:gsub('.', function(c) return ('%02x'):format(c:byte()) end))
end
local function request(policy, authorization)
  set, header = {}, authorization
  policy.new({}):rewrite({})
  local lines = {}
  for i, each in ipairs(set) do lines[i] = hex(each[1]) .. ' ' .. hex(each[2]) end
  return table.concat(lines, ',')
end
`;

const load = () => `
package.path = ${literal(join(POLICY, '?.lua'))}
local policy = require('init')
`;

const writesSchema = z.array(z.tuple([z.string(), z.string()]));

/** What the policy sets of a request with this header, as [name, value]. */
export type Writes = z.infer<typeof writesSchema>;

/** Runs the policy on requests with these Authorization headers (latin1); undefined is one without. */
export function rewrite(
  engine: LuaEngine,
  headers: readonly (string | undefined)[],
): Writes[] {
  const calls = headers.map(
    each => `request(policy, ${each === undefined ? 'nil' : literal(each)})`,
  );
  const chunk = `${APICAST}${load()}
local answers = {}
${calls.map(call => `answers[#answers + 1] = ${call}`).join('\n')}
return table.concat(answers, '\\n')`;
  const lines = engine.run(chunk).split('\n');
  const decode = (hex: string) => Buffer.from(hex, 'hex').toString('latin1');
  return lines.map(line =>
    writesSchema.parse(
      line
        .split(',')
        .filter(Boolean)
        .map(each => each.split(' ').map(decode)),
    ),
  );
}

/** How the policy calls itself: name and release. */
export function nameOfPolicy(engine: LuaEngine): string {
  return engine.run(
    `${APICAST}${load()}\nreturn policy._NAME .. ' ' .. policy._VERSION`,
  );
}
