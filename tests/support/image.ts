// Makes a tiny, valid OCI image in a folder, different at every call, to be pushed with skopeo.
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** A tar archive with one file (POSIX ustar: 512-byte header, content padded to 512, two empty blocks). */
function tarOf(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(512)
  const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, '0')}\0`
  header.write(name, 0)
  header.write(octal(0o644, 8) + octal(0, 8) + octal(0, 8) + octal(content.length, 12) + octal(0, 12), 100)
  header.write(`${' '.repeat(8)}0`, 148)
  header.write('ustar\u000000', 257)
  header.write(
    `${octal(
      header.reduce((sum, byte) => sum + byte, 0),
      7,
    )} `,
    148,
  )
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512)
  return Buffer.concat([header, content, padding, Buffer.alloc(1024)])
}

/** Writes an OCI image layout into `folder`. `reference` is skopeo's name for it; `digest` that of its manifest. */
export async function makeImage(
  folder: string,
  tag = 'latest',
): Promise<{ reference: string; digest: string }> {
  const blobs = join(folder, 'blobs', 'sha256')
  await mkdir(blobs, { recursive: true })
  const blob = async (bytes: Buffer, mediaType: string) => {
    const digest = sha256(bytes)
    await writeFile(join(blobs, digest), bytes)
    return { mediaType, digest: `sha256:${digest}`, size: bytes.length }
  }
  const json = (value: object) => Buffer.from(JSON.stringify(value))
  const type = (name: string) => `application/vnd.oci.image.${name}`

  const tar = tarOf('hello.txt', Buffer.from(`${randomBytes(32).toString('hex')}\n`))
  const layer = await blob(gzipSync(tar), type('layer.v1.tar+gzip'))
  const config = await blob(
    json({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(tar)}`] },
    }),
    type('config.v1+json'),
  )
  const manifest = await blob(
    json({ schemaVersion: 2, mediaType: type('manifest.v1+json'), config, layers: [layer] }),
    type('manifest.v1+json'),
  )
  await writeFile(join(folder, 'oci-layout'), json({ imageLayoutVersion: '1.0.0' }))
  await writeFile(
    join(folder, 'index.json'),
    json({
      schemaVersion: 2,
      manifests: [{ ...manifest, annotations: { 'org.opencontainers.image.ref.name': tag } }],
    }),
  )
  return { reference: `oci:${folder}:${tag}`, digest: manifest.digest }
}
