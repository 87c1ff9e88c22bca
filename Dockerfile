# The collector. Run it with a volume on /data; its root may be read-only: docs/operate.md.
FROM node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json ./
COPY collector/package.json collector/

FROM manifests AS build
RUN npm ci
COPY . .
RUN npm run build

FROM manifests AS dependencies
RUN npm ci --workspace collector --omit=dev

FROM node:24-bookworm-slim
ENV NODE_ENV=production AHALOOP_HOST=0.0.0.0 AHALOOP_DATA=/data AHALOOP_BACKUPS=/backups
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/collector/package.json /app/collector/LICENSE collector/
COPY --from=build /app/collector/bin collector/bin
COPY --from=build /app/collector/dist collector/dist
RUN mkdir --mode=0700 /data /backups \
  && chown node:node /data /backups \
  && ln -s /app/collector/bin/ahaloop-collector.cjs /usr/local/bin/ahaloop-collector
USER node
VOLUME ["/data", "/backups"]
EXPOSE 4717
HEALTHCHECK --interval=10s --timeout=5s --start-period=2m --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.AHALOOP_PORT || 4717}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["ahaloop-collector"]
