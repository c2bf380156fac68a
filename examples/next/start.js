import { spawn } from 'node:child_process'

// In production: the app that `npm run build` has built. Otherwise: Next's development server.
const command = process.env.NODE_ENV === 'production' ? 'start' : 'dev'
const next = spawn(process.execPath, ['node_modules/next/dist/bin/next', command], { stdio: 'inherit' })
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => next.kill(signal))
next.on('exit', code => {
  process.exitCode = code ?? 1
})
