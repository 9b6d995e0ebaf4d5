#!/bin/sh
# After .deb or .rpm were unpacked: the command, Chromium's sandbox, and who opens granary:// links.
# electron-builder puts the names in.
app='/opt/${sanitizedProductName}'

ln -sf "$app/${executable}" '/usr/bin/${executable}'

# Chromium locks its page away with a user namespace. Where ordinary users may make none, its helper does it as root.
# root itself may always make one, so it is nobody who tries.
if setpriv --reuid=65534 --regid=65534 --clear-groups unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

# Ubuntu 24.04 and later let only programs with a profile make one. An AppArmor too old for the profile needs none.
profile="$app/resources/apparmor-profile"
if aa-enabled --quiet 2>/dev/null && apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
  cp -f "$profile" '/etc/apparmor.d/${executable}'
  if ! { command -v ischroot >/dev/null && ischroot; }; then
    apparmor_parser --replace --write-cache --skip-read-cache '/etc/apparmor.d/${executable}' || true
  fi
fi

if command -v update-desktop-database >/dev/null; then
  update-desktop-database -q /usr/share/applications || true
fi
exit 0
