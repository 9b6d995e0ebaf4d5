#!/bin/sh
# After the package's own files are gone: takes back what after-install.sh did. The owner's data stays.
# dpkg and rpm call it also when a newer version has just been unpacked ("upgrade", 1): then everything stays.
case "$1" in
  upgrade | failed-upgrade | abort-upgrade | abort-install | disappear | [1-9]*) exit 0 ;;
esac

rm -f '/usr/bin/${executable}'

profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if aa-enabled --quiet 2>/dev/null && ! { command -v ischroot >/dev/null && ischroot; }; then
    apparmor_parser --remove "$profile" || true
  fi
  rm -f "$profile"
fi

if command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications || true
fi
exit 0
