# What the findings share: a temp folder that is gone at the end however it ends, pinned packages in
# it, and lib.mjs beside the module that is run there.
set -euo pipefail

room=$(mktemp -d)
trap 'rm -rf "$room"' EXIT
trap 'exit 130' INT TERM
cp "$(dirname "${BASH_SOURCE[0]}")/lib.mjs" "$room"
cd "$room"
echo '{"private": true, "type": "module"}' >package.json

# packages NAME@VERSION…: installs them, without their install scripts, and says which they are.
packages() {
  echo "$* on node $(node --version)"
  npm install --ignore-scripts --legacy-peer-deps --no-audit --no-fund --loglevel=error "$@" \
    >npm.log 2>&1 || { cat npm.log; exit 1; }
}

# finding <<'EOF': runs the module on standard input; it ends with an error where an answer changed.
finding() {
  { cat; echo 'process.exit()'; } >finding.mjs # a node in the same process would keep it alive
  HOME=$room TMPDIR=$room node finding.mjs
}
