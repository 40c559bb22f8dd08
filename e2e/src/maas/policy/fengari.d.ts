/** What of it is used here; the package has no types. */
declare module 'fengari' {
  interface State {
    readonly opaque: unique symbol;
  }
  export const lua: {
    readonly LUA_OK: number;
    lua_tostring(state: State, index: number): Uint8Array | null;
  };
  export const lauxlib: {
    luaL_newstate(): State;
    luaL_dostring(state: State, chunk: Uint8Array): number | boolean;
  };
  export const lualib: { luaL_openlibs(state: State): void };
}
