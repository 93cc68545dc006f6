import type { RetentionPreview } from '../contract/schedules-page.ts';
export const retentionPreview = (plan: RetentionPreview): RetentionPreview => plan;
