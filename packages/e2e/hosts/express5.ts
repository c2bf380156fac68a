import express from 'express'
import { expressHost } from './express-host.js'

export const express5 = expressHost('express 5', express)
