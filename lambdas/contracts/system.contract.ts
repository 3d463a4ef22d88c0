import { z } from 'zod';
import { defineRoute } from './route';

export const healthRoute = defineRoute({
  operationId: 'readHealth',
  method: 'GET',
  path: '/health',
  function: 'system',
  summary: 'Whether the API answers',
  replies: { 200: z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' }) },
  isRead: true,
});

export const openApiRoute = defineRoute({
  operationId: 'readOpenApi',
  method: 'GET',
  path: '/openapi.json',
  function: 'system',
  summary: 'This document',
  replies: { 200: z.looseObject({ openapi: z.string() }).meta({ id: 'OpenApiDocument' }) },
  isRead: true,
});
