import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Packs the package in `folder` as it would be published; returns the tarball's path. */
export function pack(folder, destination) {
  const packed = execFileSync('pnpm', ['pack', '--json', '--pack-destination', destination], {
    cwd: folder,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  return JSON.parse(packed).filename
}

/** Unpacks a tarball into `home`, as npm would lay it out. */
export function unpack(tarball, home) {
  mkdirSync(home, { recursive: true })
  execFileSync('tar', ['-xzf', tarball, '--strip-components=1', '-C', home])
}

/** The paths in the tarball of the package in `folder`. What `pnpm pack --json` reports lacks the license. */
export function packedFiles(folder) {
  const place = mkdtempSync(join(tmpdir(), 'tarball-'))
  try {
    const names = execFileSync('tar', ['-tzf', pack(folder, place)], { encoding: 'utf8' }).split(/\r?\n/)
    return names.filter(name => name !== '').map(name => name.replace(/^package\//, ''))
  } finally {
    rmSync(place, { recursive: true })
  }
}
