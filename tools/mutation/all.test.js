// The tests of a part as one file: jest would load the part and fast-check anew for each file of each mutant.
for (const path of process.env.MUTATION_TESTS.split(' ')) {
  describe(path, () => {
    require(`../../test/${path}.test.ts`);
  });
}
