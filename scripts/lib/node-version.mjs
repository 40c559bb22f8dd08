// Imported first by every script: says at once what is wrong, before anything else can fail on it.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `Node ${process.versions.node} is too old: Node 20.19 or newer is needed (22 and 24 work too).\n`,
  );
  process.exit(1);
}
