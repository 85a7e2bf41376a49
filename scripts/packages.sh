# Installs what toolchain.sh found missing, with the system's package manager where that is
# allowed: as root, or with a sudo that asks for no password. Sourced by toolchain.sh.
# shellcheck shell=sh disable=SC2154

# Sets $manager to the system's package manager, or to nothing.
find_manager() {
  for manager in apt-get dnf yum apk zypper pacman brew; do
    command -v "$manager" >/dev/null 2>&1 && return 0
  done
  manager=
}

# Prints the packages that hold the tool $1, the best first.
packages_of() {
  case $manager:$1 in
    '':*) ;;
    *:maven) echo maven ;;
    *:nginx) echo nginx-light nginx ;;
    *:caddy) echo caddy ;;
    apt-get:jdk) echo openjdk-25-jdk-headless openjdk-21-jdk-headless openjdk-17-jdk-headless ;;
    apt-get:jdk17) echo openjdk-17-jdk-headless ;;
    apk:jdk) echo openjdk25-jdk openjdk21-jdk openjdk17-jdk ;;
    apk:jdk17) echo openjdk17-jdk ;;
    pacman:jdk) echo jdk-openjdk ;;
    pacman:jdk17) echo jdk17-openjdk ;;
    brew:jdk) echo openjdk ;;
    brew:jdk17) echo openjdk@17 ;;
    *:jdk) echo java-25-openjdk-devel java-21-openjdk-devel java-17-openjdk-devel ;;
    *:jdk17) echo java-17-openjdk-devel ;;
  esac
}

# Whether the package manager knows the package $1.
is_offered() {
  case $manager in
    apt-get) apt_offers "$1" ;;
    dnf | yum) "$manager" -q info "$1" ;;
    apk) [ -n "$(apk search -e "$1")" ] ;;
    zypper) zypper --non-interactive search -x "$1" ;;
    pacman) pacman -Si "$1" ;;
    brew) brew info "$1" ;;
  esac >/dev/null 2>&1
}

apt_offers() {
  if [ -n "$(apt-cache madison maven)" ]; then
    [ -n "$(apt-cache madison "$1")" ]
  else
    # The lists were never fetched, as in a fresh container: what every Debian of today has.
    case $1 in openjdk-17-* | maven | nginx-light | caddy) ;; *) return 1 ;; esac
  fi
}

# Sets $packages to what would bring the $missing tools and $line_to_type to what installs them;
# both to nothing where the package manager has none of it.
name_packages() {
  find_manager
  packages=
  line_to_type=
  for tool in $missing; do
    for package in $(packages_of "$tool"); do
      if is_offered "$package"; then
        packages="$packages $package"
        break
      fi
    done
  done
  [ -n "$packages" ] || return 0
  case $manager in
    apt-get) line_to_type="apt-get update && apt-get install -y$packages" ;;
    dnf | yum) line_to_type="$manager install -y$packages" ;;
    apk) line_to_type="apk add$packages" ;;
    zypper) line_to_type="zypper --non-interactive install$packages" ;;
    pacman) line_to_type="pacman -S --noconfirm$packages" ;;
    brew) line_to_type="brew install$packages" ;;
  esac
  if [ "$manager" != brew ] && [ "$(id -u)" != 0 ]; then
    line_to_type="su -c '$line_to_type'"
    command -v sudo >/dev/null 2>&1 && line_to_type="sudo sh -c${line_to_type#su -c}"
  fi
  return 0
}

# Installs the $missing tools; fails where that is not allowed or did not work. What the package
# manager prints goes to standard error.
install_missing() {
  find_manager
  as_root=
  case $manager in
    '') return 1 ;;
    brew) [ "$(id -u)" != 0 ] || return 1 ;;
    *)
      if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || return 1
        as_root='sudo -n'
      fi
      ;;
  esac
  if [ "$manager" = apt-get ]; then
    say "missing:$missing; asking apt-get what there is"
    $as_root apt-get update -q >&2 || say "apt-get update failed; trying with the lists there are"
  fi
  name_packages
  [ -n "$packages" ] || return 1
  say "installing$packages with $manager"
  # shellcheck disable=SC2086 # lists of words, on purpose
  case $manager in
    apt-get) $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y $packages ;;
    dnf | yum) $as_root "$manager" install -y $packages ;;
    apk) $as_root apk add $packages ;;
    zypper) $as_root zypper --non-interactive install $packages ;;
    pacman) $as_root pacman -S --noconfirm $packages ;;
    brew) brew install $packages ;;
  esac >&2 </dev/null
}
