import { existsSync } from 'node:fs'
import { createApp } from './app.js'

if (existsSync('.env')) process.loadEnvFile()
if (!process.env.STREAM_API_KEY && process.env.NODE_ENV !== 'production') {
  const { emulateStream } = await import('./development.js')
  await emulateStream()
  console.log(
    `STREAM_API_KEY is not set: using a local emulator of Stream (${process.env.STREAM_LOCAL_TEST_HOST})`,
  )
}

const server = createApp().listen(Number(process.env.PORT ?? 3000), () => {
  const address = server.address()
  console.log(`http://localhost:${typeof address === 'object' ? address?.port : address}`)
})
