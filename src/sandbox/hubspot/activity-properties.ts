// The properties every HubSpot portal has on tasks, notes, meetings, calls and emails.
import type { Property } from './property.ts';
import { commonRows, propertyRows } from './property-rows.ts';

const shared = `${commonRows}
hs_createdate | Create date | datetime | ro
hs_lastmodifieddate | Last modified date | datetime | ro
hs_timestamp | Activity date | datetime
hs_attachment_ids | Attached file IDs | text
hs_engagement_source | Source | text | ro
`;

export const taskProperties: readonly Property[] = propertyRows(
  'task',
  `${shared}
hs_task_subject | Task title | text
hs_task_body | Task notes | html
hs_task_status | Task status | select
hs_task_priority | Priority | select
hs_task_type | Task type | select
hs_task_reminders | Reminders | text
hs_task_completion_date | Completed at | datetime | ro
hs_task_is_completed | Is completed | number | calc
`,
  {
    hs_task_status: [
      ...['NOT_STARTED=Not started', 'IN_PROGRESS=In progress', 'WAITING=Waiting', 'COMPLETED=Completed'],
      'DEFERRED=Deferred',
    ],
    hs_task_priority: ['NONE=None', 'LOW=Low', 'MEDIUM=Medium', 'HIGH=High'],
    hs_task_type: ['TODO=To-do', 'CALL=Call', 'EMAIL=Email', 'LINKED_IN=LinkedIn', 'MEETING=Meeting'],
  },
);

export const noteProperties: readonly Property[] = propertyRows(
  'note',
  `${shared}
hs_note_body | Note body | html
`,
);

export const meetingProperties: readonly Property[] = propertyRows(
  'meeting',
  `${shared}
hs_meeting_title | Meeting name | text
hs_meeting_body | Meeting description | html
hs_internal_meeting_notes | Internal meeting notes | html
hs_meeting_start_time | Meeting start time | datetime
hs_meeting_end_time | Meeting end time | datetime
hs_meeting_location | Meeting location | text
hs_meeting_external_url | External URL | text
hs_meeting_outcome | Meeting outcome | select
hs_activity_type | Call and meeting type | text
`,
  {
    hs_meeting_outcome: [
      ...['SCHEDULED=Scheduled', 'COMPLETED=Completed', 'RESCHEDULED=Rescheduled', 'NO_SHOW=No show'],
      'CANCELED=Canceled',
    ],
  },
);

export const callProperties: readonly Property[] = propertyRows(
  'call',
  `${shared}
hs_call_title | Call title | text
hs_call_body | Call notes | html
hs_call_direction | Call direction | select
hs_call_disposition | Call outcome | text
hs_call_duration | Call duration | number
hs_call_status | Call status | select
hs_call_from_number | From number | text
hs_call_to_number | To number | text
hs_call_recording_url | Recording URL | text
hs_call_source | Call source | text
hs_call_summary | Call summary | textarea | ro
hs_call_has_transcript | Has transcript | bool | ro
hs_call_transcription_id | Transcription ID | number | ro
hs_activity_type | Call and meeting type | text
`,
  {
    hs_call_direction: ['INBOUND=Inbound', 'OUTBOUND=Outbound'],
    hs_call_status: [
      ...['COMPLETED', 'NO_ANSWER', 'BUSY', 'FAILED', 'CANCELED', 'CONNECTING', 'QUEUED', 'IN_PROGRESS'],
      ...['RINGING', 'CALLING_CRM_USER', 'MISSED'],
    ],
  },
);

export const emailProperties: readonly Property[] = propertyRows(
  'email',
  `${shared}
hs_email_subject | Email subject | text
hs_email_text | Email body | textarea
hs_email_html | Email HTML | html
hs_email_headers | Email headers | textarea
hs_email_direction | Email direction | select
hs_email_status | Email send status | select
hs_email_from_email | Email from address | text | ro
hs_email_to_email | Email to address | text | ro
hs_email_thread_id | Email thread ID | text | ro
hs_email_message_id | Email message ID | text
hs_email_open_count | Number of email opens | number | ro
hs_email_click_count | Number of email clicks | number | ro
hs_email_reply_count | Number of email replies | number | ro
`,
  {
    hs_email_direction: ['EMAIL=Outgoing', 'INCOMING_EMAIL=Incoming', 'FORWARDED_EMAIL=Forwarded'],
    hs_email_status: ['SENT', 'BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING'],
  },
);
