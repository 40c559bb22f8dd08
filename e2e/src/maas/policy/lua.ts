import { spawnSync } from 'child_process';
import { lauxlib, lua, lualib } from 'fengari';
import { logLine } from '../../realServers/describeReal';

/** Runs a chunk of Lua that returns a string of ASCII. */
export interface LuaEngine {
  readonly name: string;
  /** @throws Error with what Lua said */
  run(chunk: string): string;
}

const fengari: LuaEngine = {
  name: 'fengari (Lua 5.3)',
  run: chunk => {
    const state = lauxlib.luaL_newstate();
    lualib.luaL_openlibs(state);
    const failed = lauxlib.luaL_dostring(state, Buffer.from(chunk));
    const said = Buffer.from(lua.lua_tostring(state, -1) ?? []).toString();
    if (failed) throw new Error(`fengari: ${said}`);
    return said;
  },
};

const luajit: LuaEngine = {
  name: "LuaJIT, as the gateway's",
  run: chunk => {
    const wrapped = `io.write((function() ${chunk}\nend)())`;
    const { status, stdout, stderr } = spawnSync('luajit', ['-'], {
      input: wrapped,
      encoding: 'utf8',
      timeout: 30_000,
    });
    if (status !== 0) throw new Error(`luajit: ${stderr}`);
    return stdout;
  },
};

/** One in plain JavaScript, always; LuaJIT where it is installed. */
export function luaEngines(): LuaEngine[] {
  const { status } = spawnSync('luajit', ['-v'], { timeout: 20_000 });
  if (status === 0) return [fengari, luajit];
  logLine(
    'No LuaJIT here (Debian: apt-get install luajit2): the policy remove-bearer is run in fengari only.',
  );
  return [fengari];
}
