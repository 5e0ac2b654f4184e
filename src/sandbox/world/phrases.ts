// What people in the demo world write: tickets, mails, calls, notes; made up, short, natural.

export const ticketSubjects = [
  'Export to CSV stops at 10,000 rows',
  'Single sign-on asks twice',
  'Invoice shows the old address',
  'Dashboard is slow on Monday mornings',
  'How do we add a second warehouse?',
  'Webhook arrives twice',
  '报表导出后中文显示为乱码',
  'Cannot invite a new colleague',
  'Time zone wrong in scheduled reports',
  'Rechnung für März fehlt',
  'Approval flow skips the second step',
  'Mobile app signs me out every day',
  'Numbers differ between report and dashboard',
  'Please raise our API limit',
  '无法为新同事开通账号',
] as const;

export const ticketBodies = [
  'We first saw this yesterday. It happens for everybody in the team.',
  'Could you have a look? It blocks our month-end closing.',
  'Not urgent, but it comes up every week now.',
  'This is the third time we ask. When can we expect an answer?',
  '昨天开始出现，整个团队都受影响，请尽快处理。',
  'Screenshots are attached. Steps: open the report, choose last quarter, press export.',
] as const;

export const warmReplies = [
  'Thanks, this looks like what we need. Could we see it with our own data next week?',
  'I showed it to our operations lead. She asks about single sign-on and pricing for 40 seats.',
  'Good timing, our current contract ends in June. Can you send a proposal?',
  '谢谢介绍，我们想安排一次演示，下周三下午可以吗？',
  'Yes, please go ahead with a trial for our whole team.',
] as const;

export const coolReplies = [
  'Thank you, we are not looking for anything at the moment.',
  'Please come back to me next year.',
  'We went with another vendor.',
  '目前没有预算，暂不考虑。',
  'I am not the right person for this.',
] as const;

export const salesMails = [
  'A short look at how teams like yours plan their week',
  'Following up on our conversation',
  'Your questions about onboarding',
  'Two ideas for your planning process',
  '关于您咨询的方案',
] as const;

export const callNotes = [
  'Talked about their current process; spreadsheets shared by mail.',
  'Left a message.',
  'Wants to involve the finance lead before a demo.',
  'Asked about data residency and single sign-on.',
  'No budget before the next quarter.',
  '对方关注数据安全和本地部署。',
] as const;

export const meetingTitles = [
  'Product demo',
  'Discovery call',
  'Pricing and rollout',
  'Technical questions',
  '产品演示',
] as const;

export const rolesByLevel = {
  executive: ['Chief Operating Officer', 'Managing Director', 'VP Operations', '总经理'],
  director: ['Director of Planning', 'Head of Operations', 'Director of IT', '运营总监'],
  manager: ['Operations Manager', 'Team Lead Planning', 'IT Manager', '运营经理'],
  specialist: ['Planner', 'Analyst', 'Process Engineer', 'Coordinator'],
  student: ['Student', 'Research Assistant'],
  '': ['Consultant', 'Employee', 'Owner'],
} as const;

export const features = [
  ...['boards', 'timeline', 'forecast', 'approvals', 'shift_plan', 'budget_view', 'api_keys', 'csv_export'],
  ...['alerts', 'mobile_checkin', 'scenario_compare', 'supplier_portal', 'time_tracking', 'slack_digest'],
  ...['custom_fields', 'audit_log', 'templates', 'what_if'],
] as const;
