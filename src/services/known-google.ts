/** Services of Google, whose tokens all look alike. Facts: `services.md` §2.4. */
import type { KnownService } from './known-service.ts'

/** One row a service, in the order of `services.md`. */
export const GOOGLE_SERVICES: readonly KnownService[] = [
  {
    id: 'google',
    name: 'Google',
    credentialName: 'access token',
    words: ['google'],
    environmentNames: ['GOOGLE_TOKEN', 'GOOGLE_ACCESS_TOKEN'],
    origins: ['https://www.googleapis.com', 'https://openidconnect.googleapis.com'],
    helpUrl: 'https://myaccount.google.com/permissions',
  },
  {
    id: 'gmail',
    name: 'Gmail',
    credentialName: 'access token',
    words: ['gmail', 'google mail'],
    environmentNames: ['GMAIL_TOKEN', 'GMAIL_ACCESS_TOKEN'],
    origins: ['https://gmail.googleapis.com', 'https://www.googleapis.com'],
    helpUrl: 'https://myaccount.google.com/permissions',
    knownAs: 'google',
  },
  {
    id: 'google_drive',
    name: 'Google Drive',
    credentialName: 'access token',
    words: ['google drive', 'gdrive'],
    environmentNames: ['GOOGLE_DRIVE_TOKEN', 'GOOGLE_DRIVE_ACCESS_TOKEN'],
    origins: ['https://www.googleapis.com'],
    helpUrl: 'https://myaccount.google.com/permissions',
    knownAs: 'google',
  },
  {
    id: 'google_calendar',
    name: 'Google Calendar',
    credentialName: 'access token',
    words: ['google calendar', 'gcal'],
    environmentNames: ['GOOGLE_CALENDAR_TOKEN', 'GOOGLE_CALENDAR_ACCESS_TOKEN'],
    origins: ['https://www.googleapis.com'],
    helpUrl: 'https://myaccount.google.com/permissions',
    knownAs: 'google',
  },
  {
    id: 'google_sheets',
    name: 'Google Sheets',
    credentialName: 'access token',
    words: ['google sheets'],
    environmentNames: ['GOOGLE_SHEETS_TOKEN', 'GOOGLE_SHEETS_ACCESS_TOKEN'],
    origins: ['https://sheets.googleapis.com', 'https://www.googleapis.com'],
    helpUrl: 'https://myaccount.google.com/permissions',
    knownAs: 'google',
  },
]
