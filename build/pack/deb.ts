// A small stand-in for fpm, as electron-builder calls it for a .deb, where fpm cannot be downloaded: Debian's dpkg-deb
// does the work. Only for packages that are not for release. An argument it does not know is an error.
import { createHash } from 'node:crypto'
import { chmod, copyFile, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { run } from '../run.ts'

/** Options and their values in the order given, and `source=place` pairs. */
export interface Request {
  options: ReadonlyMap<string, readonly string[]>
  files: readonly { source: string; place: string }[]
}

/** Control fields and the option that each comes from; lists are joined. */
const fields: readonly [field: string, option: string][] = [
  ['Package', '--name'],
  ['Version', '--version'],
  ['Architecture', '--architecture'],
  ['Maintainer', '--maintainer'],
  ['Depends', '-d'],
  ['Recommends', '--deb-recommends'],
  ['Conflicts', '--conflicts'],
  ['Replaces', '--replaces'],
  ['Section', '--category'],
  ['Priority', '--deb-priority'],
  ['Homepage', '--url'],
]
const others = ['-s', '-t', '--package', '--description', '--deb-compression']
const scripts: Readonly<Record<string, string>> = {
  '--after-install': 'postinst',
  '--after-remove': 'postrm',
}
// A .deb has no field for these.
const unused = ['--license', '--vendor']
const known = new Set([...fields.map(([, option]) => option), ...others, ...Object.keys(scripts), ...unused])

/** @throws Error on an option it does not know */
export function parseRequest(args: readonly string[]): Request {
  const options = new Map<string, string[]>()
  const files: { source: string; place: string }[] = []
  for (let at = 0; at < args.length; at += 1) {
    const arg = args[at] ?? ''
    if (arg === '--force') continue
    if (arg.startsWith('-')) {
      if (!known.has(arg)) throw new Error(`the stand-in for fpm does not know ${arg}`)
      options.set(arg, [...(options.get(arg) ?? []), args[(at += 1)] ?? ''])
      continue
    }
    const equals = arg.lastIndexOf('=')
    if (equals < 1) throw new Error(`'${arg}' names no place in the package`)
    files.push({ source: arg.slice(0, equals), place: arg.slice(equals + 1) })
  }
  return { options, files }
}

/** The control file. `size` is what it takes up installed, in bytes. */
export function controlFile({ options }: Request, size: number): string {
  const lines = fields.flatMap(([field, option]) => {
    const values = options.get(option)
    return values ? [`${field}: ${values.join(', ')}`] : []
  })
  const [synopsis = '', ...more] = (options.get('--description')?.[0] ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const description = [`Description: ${synopsis}`, ...more.map((line) => ` ${line}`)]
  return [...lines, `Installed-Size: ${Math.ceil(size / 1024)}`, ...description, ''].join('\n')
}

/** Builds the package that `--package` names. @throws Error with dpkg-deb's words */
export async function buildDeb(request: Request): Promise<void> {
  const target = request.options.get('--package')?.[0]
  if (target === undefined) throw new Error('--package is missing')
  const tree = await mkdtemp(join(dirname(target), `.${basename(target)}-`))
  try {
    for (const { source, place } of request.files) await putInto(tree, source, place)
    await run('chmod', ['-R', 'u=rwX,go=rX', tree])
    const packed = await filesBelow(tree)
    const sizes = await Promise.all(packed.map(async (file) => (await stat(file)).size))
    const control = join(tree, 'DEBIAN')
    await mkdir(control)
    await writeFile(
      join(control, 'control'),
      controlFile(
        request,
        sizes.reduce((sum, size) => sum + size, 0),
      ),
    )
    await writeFile(join(control, 'md5sums'), await sums(tree, packed))
    for (const [option, name] of Object.entries(scripts)) {
      const script = request.options.get(option)?.[0]
      if (script === undefined) continue
      await copyFile(script, join(control, name))
      await chmod(join(control, name), 0o755)
    }
    const compression = request.options.get('--deb-compression')?.[0] === 'gz' ? 'gzip' : 'xz'
    const built = await run('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', tree, target])
    if (built.code !== 0) throw new Error(`dpkg-deb: ${built.stderr.trim()}`)
  } finally {
    await rm(tree, { recursive: true, force: true })
  }
}

/** A source that ends with a slash stands for what lies in it. */
async function putInto(tree: string, source: string, place: string): Promise<void> {
  const target = join(tree, place)
  await mkdir(dirname(target), { recursive: true })
  await cp(source, target, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
}

async function filesBelow(tree: string): Promise<string[]> {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

/** What `dpkg --verify` checks. */
async function sums(tree: string, files: readonly string[]): Promise<string> {
  const lines: string[] = []
  for (const file of files) {
    const sum = createHash('md5')
      .update(await readFile(file))
      .digest('hex')
    lines.push(`${sum}  ${relative(tree, file)}\n`)
  }
  return lines.join('')
}
