// Small facts the Local Hub remembers about itself, such as its port.
import type { Database } from './database.ts'

export const readSetting = (database: Database, name: string): string | null =>
  database.one<{ value: string }>('SELECT value FROM settings WHERE name = ?', name)?.value ?? null

export function writeSetting(database: Database, name: string, value: string): void {
  database.run(
    'INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    name,
    value,
  )
}
