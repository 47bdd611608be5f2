/**
 * One script and one style with the name of the page instead of a hash: the replicas of a service answer with two versions
 * during a rollout, and each must have what the HTML of the other names.
 */
export const namedAssets = (name) => ({
  build: {
    rolldownOptions: {
      output: {
        codeSplitting: false,
        entryFileNames: `assets/${name}.js`,
        assetFileNames: `assets/${name}[extname]`,
      },
    },
  },
});
