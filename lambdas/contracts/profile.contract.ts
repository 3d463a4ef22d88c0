import { z } from 'zod';
import { country } from '../core/country';
import { sectors } from '../core/sector';
import { id, text } from './fields';
import { defineRoute } from './route';

const fields = {
  about: text(2000, 1),
  sector: z.enum(sectors),
  country,
  website: z.url({ protocol: /^https?$/ }).max(500),
  contact: text(200, 1).meta({
    description: 'How other members reach you',
    examples: ['soc@a.example'],
  }),
};
const isListed = z.boolean().meta({
  description: 'Whether the directory of members shows you; it does not unless you say so',
});

const listing = z
  .strictObject({ isListed, ...z.object(fields).partial().shape })
  .meta({ id: 'Listing' });

export const readListingRoute = defineRoute({
  operationId: 'readListing',
  method: 'GET',
  path: '/v1/me/listing',
  function: 'directory',
  summary: 'What you say of yourself in the directory of members',
  replies: { 200: listing },
  isRead: true,
});

export const changeMeRoute = defineRoute({
  operationId: 'changeMe',
  method: 'PATCH',
  path: '/v1/me',
  function: 'directory',
  summary:
    'Change what you say of yourself; null takes a field away. Your name is the operator’s to change',
  body: z
    .strictObject({
      isListed: isListed.optional(),
      about: fields.about.nullable().optional(),
      sector: fields.sector.nullable().optional(),
      country: fields.country.nullable().optional(),
      website: fields.website.nullable().optional(),
      contact: fields.contact.nullable().optional(),
    })
    .meta({ id: 'ChangeMe' }),
  replies: { 200: listing },
  isRead: false,
});

export const listDirectoryRoute = defineRoute({
  operationId: 'listDirectory',
  method: 'GET',
  path: '/v1/directory',
  function: 'directory',
  summary: 'Members who chose to be listed, a page at a time',
  query: z.strictObject({ after: id.optional() }),
  replies: {
    200: z
      .strictObject({
        members: z.array(
          z
            .strictObject({ id, name: z.string(), ...z.object(fields).partial().shape })
            .meta({ id: 'ListedMember' }),
        ),
        next: id.nullable(),
      })
      .meta({ id: 'DirectoryPage' }),
  },
  isRead: true,
});
