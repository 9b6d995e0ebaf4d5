// Import this first in a test that lets electron-store write under plain Node: the `electron` package, which
// electron-store imports, would try to download Electron there unless it is told where one would be.
process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= '/no-electron-in-unit-tests'
