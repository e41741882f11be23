/** The order of the files: those that start browsers, servers or builds, and mostly wait for them, before those that only compute. A long one begun last would be waited for alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const onlyComputes = ({ moduleId }: TestSpecification): boolean => /\/test\/(?:model|wire)\//.test(moduleId);

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => Number(onlyComputes(a)) - Number(onlyComputes(b)));
  }
}
