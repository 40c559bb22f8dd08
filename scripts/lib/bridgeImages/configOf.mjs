/** How a container of an image starts, as the Containerfile says it too. */
export function configOf({ role }, { program, user, workingDir, environment }) {
  const entry = ['/usr/bin/node', `${program}/main.cjs`];
  return {
    User: user,
    Env: environment,
    WorkingDir: workingDir,
    Entrypoint: role ? [...entry, role] : entry,
    Cmd: role ? [] : ['all'],
  };
}
