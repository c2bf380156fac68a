import { Controller, Get, type MiddlewareConsumer, Module, type NestModule, Req } from '@nestjs/common'
import { getStreamAuth, type VerifiedUserToken } from '@stream-token/express'
import type { Request } from 'express'
import { stream } from './stream'

@Controller('me')
class MeController {
  @Get()
  me(@Req() req: Request): VerifiedUserToken {
    return getStreamAuth(req)
  }
}

@Module({ controllers: [MeController] })
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(stream.requireUserToken()).forRoutes(MeController)
  }
}
