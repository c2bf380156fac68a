import { execFileSync } from 'node:child_process'

// What a public declaration imports, the compiler of every user reads: the types of zod and jose are no part of ours.
const tsc = 'node_modules/typescript/bin/tsc'
for (const project of process.argv.slice(2)) {
  const files = execFileSync(process.execPath, [tsc, '-p', project, '--listFilesOnly'], { encoding: 'utf8' })
  const foreign = files.split('\n').filter(file => /[\\/]node_modules[\\/](?:zod|jose)[\\/]/.test(file))
  if (foreign.length > 0) throw new Error(`${project} reads ${foreign.join(', ')}`)
}
