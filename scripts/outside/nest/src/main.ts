import 'reflect-metadata'
import type { INestApplication } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { AppModule } from './app.module'
import { stream } from './stream'

async function bootstrap(): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule, { logger: ['warn', 'error'] })
  app.use(stream)
  await app.listen(process.env.PORT ?? 3000, '127.0.0.1')
  return app
}

export const started = bootstrap()
