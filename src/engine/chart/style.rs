//! The picture's styles, for where no page brings them: light, dark, and paper.

/// Colours in classes, none in attributes; on paper always those for light.
pub const STYLE: &str = "\
.ch{font-family:\"Noto Sans\",\"Segoe UI\",\"Helvetica Neue\",Arial,\"DejaVu Sans\",sans-serif;font-size:13px;direction:ltr}\
.ch-bg{fill:#fff}\
.ch text{fill:#15212b;unicode-bidi:plaintext}\
.ch .ch-muted{fill:#50606d}\
.ch .ch-h1{font-size:24px;font-weight:700}\
.ch .ch-h2{font-size:17px;font-weight:700}\
.ch .ch-b{font-weight:700}\
.ch .ch-stage-t{font-size:15px;font-weight:700}\
.ch .ch-warn{fill:#8a4b00;font-weight:700}\
.ch-band{fill:#eef2f6}.ch-band-b{fill:#dfe7ef}\
.ch-card{fill:#fff;stroke:#9fb0bd;stroke-width:1}\
.ch-stage{fill:#fff;stroke:#50606d;stroke-width:1.4}\
.ch-stage-m{fill:#0b4f8a;stroke:#0b4f8a;stroke-width:1.4}\
.ch .ch-on{fill:#fff}\
.ch-end{fill:none;stroke:#50606d;stroke-width:1.4}.ch-end-m{fill:none;stroke:#fff;stroke-width:1.6}\
.ch-gate{fill:#fdf1e0;stroke:#8a4b00;stroke-width:1.2}.ch-post{fill:#8a4b00}\
.ch-line{fill:none;stroke:#6c7d8a;stroke-width:1.2}.ch-clock{stroke-dasharray:4 3}\
.ch-head{fill:#6c7d8a}\
.ch-wire{fill:none;stroke:#1f6b47;stroke-width:1.3}.ch-wire-h{fill:#1f6b47}\
.ch-wire-m{fill:none;stroke:#0b4f8a;stroke-width:2.6}.ch-wire-mh{fill:#0b4f8a}\
.ch-trunk{fill:none;stroke:#0b4f8a;stroke-width:5}\
.ch-sign{fill:none;stroke:#15212b;stroke-width:1.2}\
@media screen and (prefers-color-scheme:dark){\
.ch-bg{fill:#0f151a}\
.ch text{fill:#e9eff4}.ch .ch-muted{fill:#a8b7c3}.ch .ch-warn{fill:#f0b35e}\
.ch-band{fill:#182129}.ch-band-b{fill:#202c36}\
.ch-card{fill:#121920;stroke:#566877}\
.ch-stage{fill:#172027;stroke:#a8b7c3}\
.ch-stage-m{fill:#8cc4f5;stroke:#8cc4f5}.ch .ch-on{fill:#06121d}\
.ch-end{stroke:#a8b7c3}.ch-end-m{stroke:#06121d}\
.ch-gate{fill:#3a2910;stroke:#f0b35e}.ch-post{fill:#f0b35e}\
.ch-line{stroke:#8497a5}.ch-head{fill:#8497a5}\
.ch-wire{stroke:#76d0a3}.ch-wire-h{fill:#76d0a3}\
.ch-wire-m{stroke:#8cc4f5}.ch-wire-mh{fill:#8cc4f5}\
.ch-trunk{stroke:#8cc4f5}\
.ch-sign{stroke:#e9eff4}}";
