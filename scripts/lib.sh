# shellcheck shell=bash
# Functions for the other scripts: they check prerequisites, build the bundle and start Java.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
built="$root/target/.built"

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "error: $1"
  say "  next: $2"
  exit 1
}

project_version() { sed -n '/<artifactId>msk-cdc</{n;s/.*<version>\(.*\)<.*/\1/p;q}' "$root/pom.xml"; }

# Answers --help with the two lines at the beginning of a script.
answer_help() {
  case ${1:-} in
    -h | --help)
      sed -n 's/^# //; 2,3p' "$0"
      exit
      ;;
  esac
}

need_java_and_maven() {
  command -v java >/dev/null || fail "java is not on the PATH" "install a JDK 17, for example: apt-get install openjdk-17-jdk-headless"
  command -v mvn >/dev/null || fail "mvn is not on the PATH" "install Maven 3.8 or newer, for example: apt-get install maven"
}

library_present() {
  PATH="$PATH:/sbin:/usr/sbin" ldconfig -p 2>/dev/null | grep -F "$1 " >/dev/null || [ -e "$root/.local-stack/native/$1" ]
}

# The MySQL server needs libaio.so.1 and libnuma.so.1, which a minimal Debian or Ubuntu does not have.
# Newer releases have libaio.so.1t64 in the package libaio1t64; a link in .local-stack/native provides
# the expected name. Without root, the packages are unpacked into that folder instead of installed.
native_libraries() {
  [ "$(uname -s)" = Linux ] || return 0
  local native="$root/.local-stack/native"
  local -a packages=()
  library_present libaio.so.1 || packages+=("$(first_package libaio1 libaio1t64)")
  library_present libnuma.so.1 || packages+=(libnuma1)
  if [ "${#packages[@]}" -gt 0 ]; then
    say "Installing ${packages[*]}, which the MySQL server needs ..."
    fetch_packages "$native" "${packages[@]}"
    link_renamed_libaio "$native"
    library_present libaio.so.1 || fail "libaio.so.1 is missing" "install the package libaio1 or libaio1t64"
  fi
  if [ -d "$native" ]; then
    export LD_LIBRARY_PATH="$native${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
  fi
}

first_package() {
  if apt-cache show "$1" >/dev/null 2>&1 || ! apt-cache show "$2" >/dev/null 2>&1; then echo "$1"; else echo "$2"; fi
}

fetch_packages() {
  local native=$1
  shift
  command -v apt-get >/dev/null || fail "$* missing and apt-get not found" "install libaio and libnuma with the package manager of this system"
  if [ "$(id -u)" = 0 ]; then
    # Another script of the bundle may be installing the same.
    local -a get=(apt-get -o DPkg::Lock::Timeout=120 -qq)
    { "${get[@]}" install -y "$@" || { "${get[@]}" update && "${get[@]}" install -y "$@"; }; } >/dev/null 2>&1 ||
      fail "apt-get could not install $*" "run: apt-get update && apt-get install $*"
    return
  fi
  local unpacked
  unpacked=$(mktemp -d)
  if (cd "$unpacked" && apt-get download -qq "$@" >/dev/null 2>&1); then
    mkdir -p "$native"
    for package in "$unpacked"/*.deb; do dpkg -x "$package" "$unpacked/root"; done
    find "$unpacked/root" -name 'lib*.so*' -exec cp -P {} "$native/" \;
    rm -rf "$unpacked"
  else
    rm -rf "$unpacked"
    fail "apt-get could not download $*" "run as root: apt-get install $*"
  fi
}

link_renamed_libaio() {
  local native=$1 renamed
  renamed=$(find "$native" /lib /usr/lib -name 'libaio.so.1t64' -print -quit 2>/dev/null || true)
  if [ -n "$renamed" ] && ! library_present libaio.so.1; then
    mkdir -p "$native"
    ln -sf "$renamed" "$native/libaio.so.1"
  fi
}

# The build is stale if a source file is newer than the start of the last build. Folders of sources
# are compared too, because deleting a file changes its folder.
stale() {
  [ -e "$built" ] || return 0
  [ -n "$(find "$root/pom.xml" "$root/smt" "$root/connect-plugins" "$root/infra/aws/lambda" "$root/infra/aws/glue" "$root/infra/local" "$root/src" "$root/connector-configs/schema" \
    -name target -prune -o -newer "$built" \( -type f -o -path '*/java/*' \) -print -quit 2>/dev/null)" ]
}

# Maven sets MSKCDC_BUILD when it runs a script itself: the build cannot start another one.
ensure_built() {
  [ -z "${MSKCDC_BUILD:-}" ] || return 0
  need_java_and_maven
  stale || return 0
  local log="$root/target/build.log"
  mkdir -p "$root/target"
  touch "$built.new"
  say "Building the bundle (log: target/build.log; the first build downloads from Maven Central) ..."
  if ! (cd "$root" && mvn -B -ntp -Dmaven.test.skip=true -Ddistribution.skip=true package) 2>&1 | tee "$log" | grep --line-buffered -E '^\[INFO\] Building msk-cdc' >&2; then
    tail -n 30 "$log" >&2
    fail "the build failed" "read target/build.log"
  fi
  mv "$built.new" "$built"
}

# Spark is not part of the build: only the demo of the lake and the exhaustive tests need it.
ensure_spark() {
  local module="$root/infra/local/runtimes/spark-3.5.6"
  [ ! -d "$module/target/libs" ] || return 0
  say "Downloading Spark and Iceberg from Maven Central ..."
  mvn -B -ntp -q -f "$module/pom.xml" process-resources || fail "Spark could not be downloaded" "check the connection to Maven Central"
}

# Replaces this shell by a main class of infra/local.
exec_local() {
  exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dmskcdc.root="$root" \
    -cp "$root/infra/local/target/local-stack.jar:$root/infra/local/target/lib/*" "$@"
}
