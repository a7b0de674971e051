<?xml version="1.0" encoding="UTF-8"?>
<!-- What all printed documents share: pages, type, words, numbers, verdicts.
     Design: A4, side margins 22 mm, body 9.5/13.5 pt, spaces in steps of 6.75 pt,
     no vertical rules, a verdict is always colour, symbol and word together. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:fo="http://www.w3.org/1999/XSL/Format" xmlns:b="urn:auditor:brand:1"
    exclude-result-prefixes="b">
  <xsl:import href="words.xsl"/>

  <!-- "sealed" when the PDF will carry a signature; else a projection, of a file
       that was "verified" or that nobody checked. -->
  <xsl:param name="origin" select="'sealed'"/>
  <xsl:param name="xml-name" select="''"/>
  <xsl:param name="pdf-name" select="''"/>
  <!-- SHA-256 of the XML; empty when nobody told it. -->
  <xsl:param name="xml-sha256" select="''"/>

  <xsl:variable name="navy" select="string($accent)"/>
  <xsl:variable name="grey" select="'#6B7280'"/>
  <xsl:variable name="rule" select="'#D1D5DB'"/>

  <xsl:attribute-set name="root">
    <xsl:attribute name="font-family">Noto Sans, DejaVu Sans</xsl:attribute>
    <xsl:attribute name="font-size">9.5pt</xsl:attribute>
    <xsl:attribute name="line-height">13.5pt</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$ink"/></xsl:attribute>
    <xsl:attribute name="xml:lang"><xsl:value-of select="$lang"/></xsl:attribute>
    <xsl:attribute name="language"><xsl:value-of select="$lang"/></xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="h1">
    <xsl:attribute name="role">H1</xsl:attribute>
    <xsl:attribute name="font-size">19pt</xsl:attribute>
    <xsl:attribute name="line-height">27pt</xsl:attribute>
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="color"><xsl:value-of select="$navy"/></xsl:attribute>
    <xsl:attribute name="space-after">6.75pt</xsl:attribute>
    <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="h2">
    <xsl:attribute name="role">H2</xsl:attribute>
    <xsl:attribute name="font-size">12.5pt</xsl:attribute>
    <xsl:attribute name="line-height">20.25pt</xsl:attribute>
    <xsl:attribute name="font-weight">bold</xsl:attribute>
    <xsl:attribute name="space-before">13.5pt</xsl:attribute>
    <xsl:attribute name="space-after">6.75pt</xsl:attribute>
    <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="prose">
    <xsl:attribute name="space-after">6.75pt</xsl:attribute>
    <xsl:attribute name="end-indent">38mm</xsl:attribute>
    <xsl:attribute name="hyphenate">true</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="table">
    <xsl:attribute name="table-layout">fixed</xsl:attribute>
    <xsl:attribute name="width">166mm</xsl:attribute>
    <xsl:attribute name="border-collapse">collapse</xsl:attribute>
    <xsl:attribute name="font-size">8pt</xsl:attribute>
    <xsl:attribute name="line-height">11pt</xsl:attribute>
    <xsl:attribute name="space-before">6.75pt</xsl:attribute>
    <xsl:attribute name="space-after">6.75pt</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="head-row">
    <xsl:attribute name="border-top"><xsl:value-of select="concat('1pt solid ', $navy)"/></xsl:attribute>
    <xsl:attribute name="border-bottom"><xsl:value-of select="concat('0.6pt solid ', $navy)"/></xsl:attribute>
    <xsl:attribute name="font-weight">bold</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="row">
    <xsl:attribute name="border-bottom">0.3pt solid #D1D5DB</xsl:attribute>
    <xsl:attribute name="keep-together.within-page">always</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="cell">
    <xsl:attribute name="padding">3pt 3.4pt</xsl:attribute>
  </xsl:attribute-set>

  <xsl:attribute-set name="mono">
    <xsl:attribute name="font-family">DejaVu Sans Mono</xsl:attribute>
    <xsl:attribute name="font-size">7pt</xsl:attribute>
    <xsl:attribute name="hyphenate">false</xsl:attribute>
  </xsl:attribute-set>

  <xsl:template name="masters">
    <fo:layout-master-set>
      <fo:simple-page-master master-name="cover" page-width="210mm" page-height="297mm">
        <fo:region-body/>
      </fo:simple-page-master>
      <fo:simple-page-master master-name="page" page-width="210mm" page-height="297mm"
          margin-left="22mm" margin-right="22mm" margin-top="11mm" margin-bottom="11mm">
        <fo:region-body margin-top="15mm" margin-bottom="15mm"/>
        <fo:region-before extent="8mm"/>
        <fo:region-after extent="8mm" display-align="after"/>
      </fo:simple-page-master>
      <fo:simple-page-master master-name="wide" page-width="297mm" page-height="210mm"
          margin-left="22mm" margin-right="22mm" margin-top="11mm" margin-bottom="11mm">
        <fo:region-body margin-top="15mm" margin-bottom="15mm"/>
        <fo:region-before extent="8mm"/>
        <fo:region-after extent="8mm" display-align="after"/>
      </fo:simple-page-master>
    </fo:layout-master-set>
  </xsl:template>

  <!-- The document's own title, for readers that show it instead of a name. -->
  <xsl:template name="declarations">
    <xsl:param name="title"/>
    <fo:declarations>
      <x:xmpmeta xmlns:x="adobe:ns:meta/">
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
          <rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
            <dc:title><xsl:value-of select="$title"/></dc:title>
          </rdf:Description>
        </rdf:RDF>
      </x:xmpmeta>
    </fo:declarations>
  </xsl:template>

  <xsl:template name="running">
    <xsl:param name="left"/>
    <xsl:param name="right"/>
    <fo:static-content flow-name="xsl-region-before">
      <xsl:if test="$brand/b:header">
        <fo:block font-size="7.5pt" line-height="10pt" color="{$navy}">
          <xsl:call-template name="brand-words"><xsl:with-param name="texts" select="$brand/b:header/*"/></xsl:call-template>
        </fo:block>
      </xsl:if>
      <fo:block font-size="7.5pt" line-height="10pt" color="{$grey}"
          border-bottom="0.4pt solid #9CA3AF" padding-bottom="2pt" text-align-last="justify">
        <xsl:value-of select="$left"/>
        <fo:leader leader-pattern="space"/>
        <xsl:value-of select="$right"/>
      </fo:block>
    </fo:static-content>
    <fo:static-content flow-name="xsl-region-after">
      <xsl:if test="$brand/b:footer">
        <fo:block font-size="7.5pt" line-height="10pt" color="{$navy}">
          <xsl:call-template name="brand-words"><xsl:with-param name="texts" select="$brand/b:footer/*"/></xsl:call-template>
        </fo:block>
      </xsl:if>
      <fo:block font-size="7.5pt" line-height="10pt" color="{$grey}" text-align-last="justify">
        <xsl:call-template name="notice-words"/>
        <fo:leader leader-pattern="space"/>
        <xsl:value-of select="concat($S[../@id = 'page'], '&#xA0;')"/>
        <fo:page-number/>
        <xsl:value-of select="concat(' ', $S[../@id = 'of'], ' ')"/>
        <fo:page-number-citation-last ref-id="all"/>
      </fo:block>
    </fo:static-content>
  </xsl:template>

  <!-- On every page, so that no page can be taken for something else. -->
  <xsl:template name="notice-words">
    <xsl:if test="$origin != 'sealed'">
      <fo:inline font-weight="bold" color="#A11D33">
        <xsl:value-of select="concat(substring-before($S[../@id = concat('origin.', $origin)], '.'), '. ')"/>
      </fo:inline>
    </xsl:if>
    <xsl:if test="/*/*[local-name() = 'subject']/@fictional = 'yes'">
      <fo:inline font-weight="bold" color="#A11D33">
        <xsl:value-of select="concat(substring-before($S[../@id = 'fictional'], '.'), '. ')"/>
      </fo:inline>
    </xsl:if>
    <xsl:if test="/*/@trial = 'yes'">
      <fo:inline color="#B45309"><xsl:value-of select="$S[../@id = 'trial.short']"/></fo:inline>
    </xsl:if>
  </xsl:template>

  <xsl:template name="chip">
    <xsl:param name="kind"/>
    <xsl:param name="value"/>
    <xsl:variable name="colour">
      <xsl:call-template name="colour-of"><xsl:with-param name="value" select="$value"/></xsl:call-template>
    </xsl:variable>
    <fo:inline color="{$colour}" font-weight="bold">
      <fo:inline font-family="DejaVu Sans">
        <xsl:call-template name="symbol-of"><xsl:with-param name="value" select="$value"/></xsl:call-template>
      </fo:inline>
      <xsl:text>&#xA0;</xsl:text>
      <xsl:value-of select="$S[../@id = concat($kind, '.', $value)]"/>
    </fo:inline>
  </xsl:template>

  <!-- Table pieces. -->
  <xsl:template name="heading-cell">
    <xsl:param name="id"/>
    <xsl:param name="align" select="'start'"/>
    <fo:table-cell xsl:use-attribute-sets="cell">
      <fo:block text-align="{$align}"><xsl:value-of select="$S[../@id = $id]"/></fo:block>
    </fo:table-cell>
  </xsl:template>

  <!-- The cover of both documents: band, title, badge, identity. -->
  <xsl:template name="cover">
    <xsl:param name="kicker"/>
    <xsl:param name="title"/>
    <xsl:param name="subtitle"/>
    <xsl:param name="badge-label"/>
    <xsl:param name="badge-value"/>
    <xsl:param name="badge-words"/>
    <xsl:param name="identity"/>
    <xsl:variable name="colour">
      <xsl:call-template name="colour-of"><xsl:with-param name="value" select="$badge-value"/></xsl:call-template>
    </xsl:variable>
    <fo:page-sequence master-reference="cover" force-page-count="no-force">
      <fo:flow flow-name="xsl-region-body">
        <fo:block-container absolute-position="absolute" left="0mm" top="0mm" width="210mm"
            height="118mm" background-color="{$navy}"><fo:block/></fo:block-container>
        <xsl:if test="$organisation != ''">
          <fo:block-container absolute-position="absolute" left="22mm" top="14mm" width="110mm"
              height="8mm" color="#FFFFFF">
            <fo:block font-size="10pt" line-height="14pt" font-weight="bold"><xsl:value-of select="$organisation"/></fo:block>
          </fo:block-container>
        </xsl:if>
        <xsl:if test="$brand-logo != ''">
          <fo:block-container absolute-position="absolute" left="144mm" top="10mm" width="44mm"
              height="18mm" background-color="#FFFFFF">
            <fo:block text-align="center" space-before="2.5mm" space-before.conditionality="retain" font-size="1pt" line-height="1pt">
              <xsl:call-template name="brand-picture"/>
            </fo:block>
          </fo:block-container>
        </xsl:if>
        <fo:block-container absolute-position="absolute" left="22mm" top="26mm" width="166mm"
            height="78mm" color="#FFFFFF">
          <fo:block font-size="9pt" letter-spacing="0.6pt"><xsl:value-of select="$kicker"/></fo:block>
          <fo:block role="H1" font-size="30pt" line-height="36pt" font-weight="bold"
              space-before="10mm"><xsl:value-of select="$title"/></fo:block>
          <fo:block font-size="13pt" line-height="18pt" space-before="6mm">
            <xsl:value-of select="$subtitle"/></fo:block>
        </fo:block-container>
        <fo:block-container absolute-position="absolute" left="22mm" top="106mm" width="100mm"
            height="26mm" background-color="#FFFFFF" border="1.2pt solid {$colour}">
          <fo:block margin-left="6mm" space-before="4mm" space-before.conditionality="retain"
              font-size="8pt" line-height="10pt" color="{$grey}">
            <xsl:value-of select="$badge-label"/></fo:block>
          <fo:block margin-left="6mm" font-size="17pt" line-height="24pt" font-weight="bold"
              color="{$colour}">
            <fo:inline font-family="DejaVu Sans">
              <xsl:call-template name="symbol-of"><xsl:with-param name="value" select="$badge-value"/></xsl:call-template>
            </fo:inline>
            <xsl:text>&#xA0;</xsl:text><xsl:value-of select="$badge-words"/>
          </fo:block>
        </fo:block-container>
        <fo:block-container absolute-position="absolute" left="22mm" top="146mm" width="166mm"
            height="130mm">
          <xsl:copy-of select="$identity"/>
          <xsl:call-template name="notices"/>
        </fo:block-container>
      </fo:flow>
    </fo:page-sequence>
  </xsl:template>

  <xsl:template name="brand-picture">
    <fo:external-graphic src="url('{$brand-logo}')" content-height="scale-down-to-fit"
        content-width="scale-down-to-fit" width="40mm" height="13mm" scaling="uniform"
        fox:alt-text="{normalize-space($brand/b:logo/*[local-name() = $lang])}"
        xmlns:fox="http://xmlgraphics.apache.org/fop/extensions"/>
  </xsl:template>

  <!-- Sections of the organisation's own, visibly not part of what was signed. -->
  <xsl:template name="added">
    <xsl:param name="after"/>
    <xsl:for-each select="$brand/b:section[@after = $after]">
      <fo:block space-before="13.5pt" start-indent="10pt" padding-left="8pt" border-left="2pt solid {$navy}">
        <fo:block role="H2" font-size="12.5pt" line-height="18pt" font-weight="bold" keep-with-next.within-page="always">
          <xsl:value-of select="normalize-space(b:title/*[local-name() = $lang])"/></fo:block>
        <fo:block font-size="8pt" line-height="11pt" color="{$grey}" space-after="3pt" keep-with-next.within-page="always">
          <xsl:value-of select="concat($S[../@id = 'added.by'], ' ', $organisation, $S[../@id = 'added.unsigned'])"/></fo:block>
        <xsl:for-each select="b:p">
          <fo:block space-after="6.75pt" end-indent="38mm" hyphenate="true">
            <xsl:value-of select="normalize-space(*[local-name() = $lang])"/></fo:block>
        </xsl:for-each>
      </fo:block>
    </xsl:for-each>
  </xsl:template>

  <xsl:template name="brand-digest">
    <xsl:if test="$brand-sha256 != ''">
      <fo:block space-before="6.75pt"><xsl:value-of select="concat($S[../@id = 'brand.digest'], $colon)"/></fo:block>
      <fo:block xsl:use-attribute-sets="mono"><xsl:value-of select="$brand-sha256"/></fo:block>
    </xsl:if>
  </xsl:template>

  <xsl:template name="notices">
    <xsl:if test="$origin != 'sealed'">
      <fo:block space-before="13.5pt" color="#A11D33" font-weight="bold">
        <xsl:value-of select="$S[../@id = concat('origin.', $origin)]"/></fo:block>
    </xsl:if>
    <xsl:if test="/*/*[local-name() = 'subject']/@fictional = 'yes'">
      <fo:block space-before="13.5pt" color="#A11D33" font-weight="bold">
        <xsl:value-of select="$S[../@id = 'fictional']"/></fo:block>
    </xsl:if>
    <xsl:if test="/*/@trial = 'yes'">
      <fo:block space-before="6.75pt" color="#B45309" font-weight="bold">
        <xsl:value-of select="$S[../@id = 'trial']"/></fo:block>
    </xsl:if>
  </xsl:template>

  <xsl:template name="identity-row">
    <xsl:param name="id"/>
    <xsl:param name="value"/>
    <fo:table-row border-bottom="0.4pt solid #D1D5DB">
      <fo:table-cell padding="3pt 3.4pt 3pt 0pt">
        <fo:block color="{$grey}"><xsl:value-of select="$S[../@id = $id]"/></fo:block>
      </fo:table-cell>
      <fo:table-cell padding="3pt 3.4pt"><fo:block><xsl:copy-of select="$value"/></fo:block></fo:table-cell>
    </fo:table-row>
  </xsl:template>

  <!-- Neither the first row nor the last stands alone on a page. -->
  <xsl:template name="not-alone">
    <xsl:if test="position() = 1 and last() &gt; 1">
      <xsl:attribute name="keep-with-next.within-page">always</xsl:attribute>
    </xsl:if>
    <xsl:if test="position() = last() and position() &gt; 1">
      <xsl:attribute name="keep-with-previous.within-page">always</xsl:attribute>
    </xsl:if>
  </xsl:template>

  <xsl:template name="contents-line">
    <xsl:param name="id"/>
    <xsl:param name="words" select="$S[../@id = $id]"/>
    <xsl:param name="indent" select="'0pt'"/>
    <fo:block text-align-last="justify" start-indent="{$indent}" end-indent="38mm">
      <fo:basic-link internal-destination="{$id}"><xsl:value-of select="$words"/></fo:basic-link>
      <fo:leader leader-pattern="dots" leader-pattern-width="4pt"/>
      <fo:page-number-citation ref-id="{$id}"/>
    </fo:block>
  </xsl:template>

  <xsl:template name="bookmark">
    <xsl:param name="id"/>
    <fo:bookmark internal-destination="{$id}">
      <fo:bookmark-title><xsl:value-of select="$S[../@id = $id]"/></fo:bookmark-title>
    </fo:bookmark>
  </xsl:template>
</xsl:stylesheet>
