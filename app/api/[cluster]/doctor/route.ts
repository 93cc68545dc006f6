import { loadDoctor } from '@/lib/pages/load-doctor.ts';
import { defineRoute } from '@/lib/route.ts';

/** Runs the checks: nothing is changed but temporary files. */
export const GET = defineRoute({ needs: 'run-doctor' }, ({ context: { cluster } }) => loadDoctor(cluster));
