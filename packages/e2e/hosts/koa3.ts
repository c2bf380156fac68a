import Koa from 'koa'
import { koaHost } from './koa-host.js'

export const koa3 = koaHost('koa 3', Koa)
