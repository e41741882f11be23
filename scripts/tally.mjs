// A vitest reporter that only counts: what passed, failed, was skipped and passed only the second time, in each project, as JSON in the file named by SAY_ONCE_TALLY.
// (vitest's own JSON does not name the project, and a project that found no tests at all must not pass for a good one.)
import { writeFileSync } from 'node:fs';

export default class Tally {
  projects = [];

  onInit(vitest) {
    this.projects = vitest.projects.map((project) => project.name);
  }

  onTestRunEnd(modules, strayErrors) {
    const unsure = [];
    const counts = Object.fromEntries(this.projects.map((name) => [name, { passed: 0, failed: 0, skipped: 0 }]));
    for (const module of modules) {
      const count = (counts[module.project.name] ??= { passed: 0, failed: 0, skipped: 0 });
      let failed = 0;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed++;
        if (test.diagnostic()?.flaky) unsure.push(`${module.relativeModuleId}: ${test.fullName}`);
        if (state === 'failed') failed++;
        if (state === 'skipped') count.skipped++;
      }
      // A file that does not load, or a hook that throws, fails without any test of its own failing.
      count.failed += failed || (module.state() === 'failed' ? 1 : 0);
    }
    writeFileSync(process.env.SAY_ONCE_TALLY, JSON.stringify({ counts, unsure, stray: strayErrors.length }));
  }
}
